drop view daily_revenue;
