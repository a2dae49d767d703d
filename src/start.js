// main.ts in plain JavaScript, for `npm start` and whoever counts megabytes: everything else has been stripped of its
// types before, so the part of Node that does it (14 MB) is not even loaded.
import './quick-start.js';

const { runProgram } = await import('./run-program.ts');
await runProgram();
