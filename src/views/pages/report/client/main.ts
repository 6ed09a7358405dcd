import { openDetails } from './open.ts';
import { startSearch } from './search.ts';
import { startSorting } from './sort.ts';

/** The report's own script: opens details, finds, filters, sorts. Bundled into assets.generated.ts by scripts/pages.ts. */
openDetails();
startSearch();
startSorting();
