// The production set-up can't be started here, but it can be held to what the app reads: no setting
// that nobody knows, no secret with a default, nothing that a restart forgets.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfig } from '../../src/kernel/config.js';

const SERVICE = z.object({
  environment: z.record(z.string(), z.string()).default({}),
  volumes: z.array(z.string()).default([]),
  ports: z.array(z.string()).default([]),
  networks: z.array(z.string()),
  profiles: z.array(z.string()).default([]),
  healthcheck: z.object({ test: z.array(z.string()).min(2) }),
});
const COMPOSE = z.object({
  services: z.record(z.string(), SERVICE),
  networks: z.record(z.string(), z.object({ internal: z.boolean().default(false) })),
  volumes: z.record(z.string(), z.object({})),
});

const SECRETS = {
  POSTGRES_PASSWORD: 'f00d',
  MASTER_KEY: 'ab'.repeat(32),
  ADMIN_PASSWORD: 'correct horse',
  PUBLIC_URL: 'https://school.example',
};

describe('docker-compose.yml', () => {
  const text = readFileSync(new URL('../../docker-compose.yml', import.meta.url), 'utf8');
  const compose = COMPOSE.parse(parse(text));
  const service = (name: string) => SERVICE.parse(compose.services[name]);

  it('starts the app with settings that it knows and accepts', () => {
    const environment = interpolate(service('app').environment, SECRETS);

    const config = loadConfig(environment);

    const known = [...Object.keys(config), 'PUBLIC_URL'];
    expect(Object.keys(environment).filter((key) => !known.includes(key))).toEqual([]);
    expect(config).toMatchObject({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      DATABASE_URL: 'postgres://bursar:f00d@postgres:5432/bursar',
      ESDB_URL: 'esdb://eventstore:2113?tls=false',
      MASTER_KEY: SECRETS.MASTER_KEY,
      publicUrl: new URL('https://school.example'),
    });
  });

  it('asks for every secret, and has a default for none', () => {
    const given = Object.values(compose.services).flatMap(({ environment }) =>
      Object.values(environment),
    );

    for (const name of Object.keys(SECRETS)) {
      const uses = given.filter((value) => value.includes(`\${${name}`));
      expect(uses.length).toBeGreaterThan(0);
      expect(uses.filter((value) => !value.includes(`\${${name}:?`))).toEqual([]);
    }
  });

  it('gives the database the password that the app logs in with', () => {
    expect(interpolate(service('postgres').environment, SECRETS)).toMatchObject({
      POSTGRES_USER: 'bursar',
      POSTGRES_PASSWORD: SECRETS.POSTGRES_PASSWORD,
      POSTGRES_DB: 'bursar',
    });
  });

  it('sorts names as the embedded database does', () => {
    const { POSTGRES_INITDB_ARGS } = service('postgres').environment;

    expect(POSTGRES_INITDB_ARGS).toContain('--encoding=UTF8');
    expect(POSTGRES_INITDB_ARGS).toContain('--locale-provider=icu --icu-locale=und');
  });

  it('keeps the data of every service on a volume with a name', () => {
    const mounts = Object.values(compose.services).map(({ volumes }) => volumes);

    expect(mounts.filter((volumes) => volumes.length === 0)).toEqual([]);
    const names = mounts.flat().map((mount) => mount.split(':')[0]);
    expect(new Set(names)).toEqual(new Set(Object.keys(compose.volumes)));
  });

  it('shows nothing but the app, and that to this machine alone', () => {
    const shown = Object.entries(compose.services).filter(([, { ports }]) => ports.length > 0);

    expect(shown.map(([name, { ports }]) => [name, ports])).toEqual([
      ['app', ['127.0.0.1:3000:3000']],
    ]);
    const stores = Object.entries(compose.services).filter(([name]) => name !== 'app');
    for (const [, { networks }] of stores) expect(networks).toEqual(['stores']);
    expect(compose.networks['stores']).toEqual({ internal: true });
  });

  it('starts no Redis unless it is asked to', () => {
    expect(service('redis').profiles).toEqual(['redis']);
  });
});

describe('Dockerfile', () => {
  const text = readFileSync(new URL('../../Dockerfile', import.meta.url), 'utf8');

  it('sets only what the app knows', () => {
    const line = /^ENV (.*)$/m.exec(text)?.[1] ?? '';
    const environment = Object.fromEntries(line.split(' ').map((pair) => pair.split('=')));

    const config = loadConfig({ ...environment, PUBLIC_URL: SECRETS.PUBLIC_URL });

    expect(config).toMatchObject({ HOST: '0.0.0.0', PORT: 3000, DATA_DIR: '/data' });
    expect(Object.keys(config)).toEqual(expect.arrayContaining(Object.keys(environment)));
  });

  it('runs the app without root, and says whether it is ready', () => {
    const last = text.slice(text.lastIndexOf('FROM '));

    expect(last).toContain('\nUSER node\n');
    expect(last).toContain('/health/ready');
    expect(last).toMatch(/\nCMD \["node", "dist\/src\/main\.js"\]\n$/);
  });
});

/** What compose makes of `${NAME:?message}` and `${NAME:-default}`. */
function interpolate(
  environment: Readonly<Record<string, string>>,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const fill = (value: string) =>
    value.replace(
      /\$\{(\w+):([-?])([^}]*)\}/g,
      (_whole, name: string, kind: string, rest: string) =>
        given[name] ?? (kind === '-' ? rest : ''),
    );
  return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, fill(value)]));
}
