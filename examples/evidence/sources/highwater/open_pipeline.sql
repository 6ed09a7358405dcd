SELECT 'PostgreSQL' AS system, stage, count(*) AS deals, sum(amount)::DOUBLE AS amount
FROM db.deals WHERE stage NOT LIKE 'Closed%' GROUP BY ALL
UNION ALL
SELECT 'Salesforce', "StageName", count(*), sum("Amount")::DOUBLE
FROM crm."Opportunity" WHERE "StageName" NOT LIKE 'Closed%' GROUP BY ALL
UNION ALL
SELECT 'Dynamics 365', salesstage_label, count(*), sum(estimatedvalue)::DOUBLE
FROM erp.opportunity WHERE statecode = 0 GROUP BY ALL
