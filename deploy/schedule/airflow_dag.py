"""Evaluates what g2face has anonymized, every night; the task fails where a gate does."""

from datetime import datetime, timedelta

from airflow import DAG
from airflow.operators.bash import BashOperator

with DAG(
    dag_id="g2face_evaluate",
    schedule="30 2 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
) as dag:
    BashOperator(
        task_id="evaluate",
        # Exit code 4 tells of a gate that was not passed. Trying again would not change that.
        bash_command="""
        /opt/g2face/deploy/bin/g2face evaluate \
            --master spark://spark-master:7077 \
            --original hdfs:///faces --anonymized hdfs:///anonymized --recovered hdfs:///recovered \
            --model hdfs:///models/g2face-256 --networks hdfs:///networks/evaluation.conf \
            --sample 5000 --output hdfs:///evaluation
        """,
        retries=0,
        execution_timeout=timedelta(hours=4),
    )
