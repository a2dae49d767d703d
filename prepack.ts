// Makes what is published: the same files as JavaScript, in the same folders, with what they read beside them.
import { execFileSync } from 'node:child_process';
import { cpSync, globSync, rmSync } from 'node:fs';

rmSync('dist', { recursive: true, force: true });
// What has faults in its types is not packed. Tests leave that to `npm run check`, which looks at all of them anyway.
const unchecked = process.argv.includes('--unchecked') ? ['--noCheck'] : [];
execFileSync('tsc', ['--project', 'tsconfig.build.json', ...unchecked], { stdio: 'inherit' });
const beside = globSync([
  'src/quick-*.js',
  'src/ui/style/*.css',
  'src/ui/client/*.js',
  'demo/**/*.css',
  'assets/*.{bin,txt,md}',
]);
for (const file of beside) cpSync(file, `dist/${file}`);
