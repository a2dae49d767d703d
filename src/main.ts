#!/usr/bin/env node
import './quick-start.js';

// Keys, databases and logs are their owner's alone.
process.umask(0o077);

const { runCommand } = await import('./commands.ts');
const code = await runCommand(process.argv.slice(2));
// Not exit(): what was printed may still be on its way into a pipe.
if (code !== undefined) process.exitCode = code;
