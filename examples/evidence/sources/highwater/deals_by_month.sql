SELECT date_trunc('month', close_date)::DATE AS month, stage, count(*) AS deals, sum(amount)::DOUBLE AS amount
FROM db.deals
WHERE close_date IS NOT NULL
GROUP BY ALL
ORDER BY month
