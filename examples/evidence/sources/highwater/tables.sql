SELECT source, schema || '.' || name AS table_name, label, rows, last_synced_at
FROM _highwater.tables
ORDER BY rows DESC
