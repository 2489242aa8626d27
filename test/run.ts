// Runs the tests: always on the embedded database, and those that touch a database once more on MongoDB when TEST_MONGODB_URI names one.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const mocha = fileURLToPath(new URL('../node_modules/mocha/bin/mocha.js', import.meta.url));
const onDatabases = ['stores', 'services', 'http', 'journeys'].map((room) => `test/${room}/**/*.test.ts`);

/** Runs mocha with these arguments and environment; answers its exit code. */
function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [mocha, ...args], { stdio: 'inherit', env });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });
}

const { TEST_MONGODB_URI: mongodbUri, ...withoutMongodb } = process.env;
const given = process.argv.slice(2);
// A file or folder may be named: `npm test -- test/domain`; then only that runs.
const isNamed = given.some((argument) => argument.startsWith('test/'));
process.exitCode = await run(isNamed ? given : ['test/**/*.test.ts', ...given], withoutMongodb);
if (mongodbUri) {
  console.log('\nAgain on the MongoDB of TEST_MONGODB_URI:\n');
  const code = await run(isNamed ? given : [...onDatabases, ...given], process.env);
  process.exitCode ||= code;
}
