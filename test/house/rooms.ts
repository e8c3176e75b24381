// Who may import whom (docs/architecture). One rule a sentence; dependency-cruiser checks them all.
import type { ICruiseOptions, IForbiddenRuleType } from 'dependency-cruiser';

const everything = '^src/';
const room = (name: string) => `^src/${name}/`;
const anyOf = (...names: string[]) => `^src/(${names.join('|')})/`;

/** What `from` may not import: everything of ours except the listed places. */
const only = (
  name: string,
  from: IForbiddenRuleType['from'],
  ...allowed: string[]
): IForbiddenRuleType => ({
  name,
  severity: 'error',
  from,
  to: { path: everything, pathNot: allowed },
});

export const RULES: IForbiddenRuleType[] = [
  { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
  only('kernel-is-pure', { path: room('kernel') }, room('kernel')),
  {
    name: 'only-the-adapter-knows-the-client',
    severity: 'error',
    from: { path: everything, pathNot: '^src/(eventstore|embedded-eventstore)/' },
    to: { path: 'node_modules/@eventstore/db-client' },
  },
  only('eventstore-knows-no-module', { path: room('eventstore') }, anyOf('kernel', 'eventstore')),
  only('database-knows-no-module', { path: room('database') }, anyOf('kernel', 'database')),
  only('http-knows-no-module', { path: room('http') }, anyOf('kernel', 'http')),
  only(
    'domain-imports-kernel-and-itself',
    { path: '^src/modules/([^/]+)/domain/' },
    room('kernel'),
    '^src/modules/$1/domain/',
  ),
  {
    name: 'domain-has-no-framework',
    severity: 'error',
    from: { path: '^src/modules/[^/]+/domain/' },
    to: { path: '(^node:|node_modules/(@nestjs|@mikro-orm|pg|fastify)/)' },
  },
  {
    name: 'domain-has-no-node',
    severity: 'error',
    from: { path: '^src/modules/[^/]+/domain/' },
    to: { dependencyTypes: ['core'] },
  },
  only(
    'a-module-uses-others-through-their-index',
    { path: '^src/modules/([^/]+)/', pathNot: '/domain/' },
    anyOf('kernel', 'eventstore', 'database', 'http'),
    '^src/modules/$1/',
    '^src/modules/[^/]+/index\\.ts$',
  ),
  only(
    'a-projection-knows-its-own-folder-and-the-runner',
    { path: '^src/projections/([^/]+)/' },
    anyOf('kernel', 'eventstore', 'database', 'http'),
    '^src/projections/$1/',
    '^src/projections/(runner/|[^/]+\\.ts$)',
    '^src/modules/[^/]+/index\\.ts$',
    '^src/modules/[^/]+/domain/[^/]+\\.events\\.ts$',
  ),
  only(
    'web-sends-commands-and-runs-queries',
    { path: room('web') },
    anyOf('kernel', 'http', 'web'),
    '^src/modules/[^/]+/index\\.ts$',
    '^src/projections/.*\\.queries\\.ts$',
  ),
  only(
    'audit-and-cli-use-what-modules-offer',
    { path: anyOf('audit', 'cli') },
    anyOf('kernel', 'eventstore', 'database', 'http', 'projections', 'audit', 'cli'),
    '^src/modules/[^/]+/index\\.ts$',
    '^src/app-version\\.ts$',
  ),
  {
    name: 'embedded-event-store-is-a-process-of-its-own',
    severity: 'error',
    from: { path: everything, pathNot: room('embedded-eventstore') },
    to: { path: room('embedded-eventstore') },
  },
  only(
    'embedded-event-store-knows-nobody',
    { path: room('embedded-eventstore') },
    room('embedded-eventstore'),
  ),
  {
    name: 'embedded-storage-is-the-ground-floor',
    severity: 'error',
    from: { path: '^src/embedded-eventstore/storage/' },
    to: { path: '^src/embedded-eventstore/(grpc|log)/' },
  },
  {
    name: 'embedded-log-does-not-know-the-wire',
    severity: 'error',
    from: { path: '^src/embedded-eventstore/log/' },
    to: { path: '^src/embedded-eventstore/grpc/' },
  },
];

export const OPTIONS: ICruiseOptions = {
  tsConfig: { fileName: 'tsconfig.json' },
  tsPreCompilationDeps: true,
  doNotFollow: { path: 'node_modules' },
  enhancedResolveOptions: {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default'],
  },
};
