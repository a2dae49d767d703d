// Makes what is published: the same files as JavaScript, in the same folders, with what they read beside them.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
// Types are checked by `npm run check`.
execFileSync('tsc', ['--project', 'tsconfig.build.json', '--noCheck'], { stdio: 'inherit' });
const beside = globSync([
  'src/quick-start.js',
  'src/ui/style/*.css',
  'src/ui/client/*.js',
  'demo/**/*.css',
  'assets/*.{bin,txt,md}',
]);
for (const file of beside) cpSync(file, `dist/${file}`);
