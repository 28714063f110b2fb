-- Run once, on an empty Postgres volume: the database of MLflow beside that of Prefect.
CREATE DATABASE mlflow;
