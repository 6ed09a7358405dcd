import { openDetails } from './open.ts';
import { startSearch, startSorting } from './search.ts';

/** The report's own script: opens details, finds, filters, sorts. Bundled into assets.generated.ts by scripts/pages.ts. */
openDetails();
startSearch();
startSorting();
