-- Run once, when the server's volume is new: hawkwatch's own database is made by the image itself.
create database shop;
