import { CSV, CSV_WITH_HEADER } from '../support/memory-format.ts';
import { memoryHarness } from './memory-harness.ts';
import { describeConformance } from './suite.ts';

describeConformance('The in-memory source (NDJSON, resuming)', memoryHarness({ resumes: true }));
describeConformance('The in-memory source that reads one snapshot (CSV)', memoryHarness({ snapshot: true, format: CSV }));

// Salesforce's form of CSV can't tell '' from NULL.
const flagging = memoryHarness({ flags: true, format: CSV_WITH_HEADER });
describeConformance('The in-memory source that flags deletes (gzipped CSV with a header)', {
  ...flagging,
  can: new Set([...flagging.can].filter((ability) => ability !== 'empty text')),
});
