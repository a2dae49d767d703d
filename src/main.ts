#!/usr/bin/env node
import './quick-start.js';

const { runProgram } = await import('./run-program.ts');
await runProgram();
