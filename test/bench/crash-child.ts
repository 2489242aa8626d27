/** A database server of its own, to be killed: opens the directory it is given and says where it listens. */
import { openLocalDatabase } from '../../src/localdb/open.ts';

const [directory] = process.argv.slice(2);
if (!directory) throw new Error('crash-child needs a directory');
const database = await openLocalDatabase({ directory });
process.send?.(database.uri);
// Without its parent it has no business here.
process.on('disconnect', () => process.exit(0));
