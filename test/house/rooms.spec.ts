// The rooms of the house and the doors between them. A rule that nothing could break proves nothing,
// so a second test breaks one on purpose.
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import extractTypeScriptConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { OPTIONS, RULES } from './rooms.js';

async function violationsOf(ruleSet: typeof RULES): Promise<string[]> {
  const options: ICruiseOptions = {
    ...OPTIONS,
    ruleSet: { forbidden: ruleSet },
    validate: true,
  };
  const { output } = await cruise(['src'], options, undefined, {
    tsConfig: extractTypeScriptConfig('tsconfig.json'),
  });
  const { summary } = output as ICruiseResult;
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}

describe('the rooms of src', () => {
  it('import only what the architecture allows', async () => {
    expect(await violationsOf(RULES)).toEqual([]);
  });

  it('are really looked at: a rule against the kernel finds its users', async () => {
    const against: (typeof RULES)[number] = {
      name: 'probe',
      severity: 'error',
      from: {},
      to: { path: '^src/kernel/' },
    };
    const found = await violationsOf([against]);
    expect(found.some((line) => line.includes('src/http/problem.ts'))).toBe(true);
  });
});
