-- VACUUM cannot run in a transaction either.
vacuum (analyze) orders;
vacuum (analyze) order_lines;
