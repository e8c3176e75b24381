// Configuration comes from the environment alone, is checked once at boot, and names every problem
// at once: a person who mends one line at a time would need as many starts as mistakes.
import { z } from 'zod';
import { AppError, type FieldError } from './app-error.js';
import { isCurrency } from './money.js';

const TEN_YEARS_SECONDS = 315_360_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

const seconds = (fallback: number) =>
  z.coerce.number().int().min(1).max(TEN_YEARS_SECONDS).default(fallback);

const ENVIRONMENT = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(10).default(0),
  DATA_DIR: z.string().min(1).default('.data/school'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  ESDB_URL: z
    .string()
    .regex(/^(esdb|kurrentdb)(\+discover)?:\/\//, 'is not an esdb:// connection string')
    .optional(),
  REDIS_URL: z.url({ protocol: /^rediss?$/ }).optional(),
  SESSION_IDLE_SECONDS: seconds(3600),
  SESSION_ABSOLUTE_SECONDS: seconds(43_200),
  REMEMBER_IDLE_SECONDS: seconds(604_800),
  REMEMBER_ABSOLUTE_SECONDS: seconds(2_592_000),
  ADMIN_USERNAME: z.string().min(1).max(100).default('admin'),
  ADMIN_PASSWORD: z.string().min(8).max(200).optional(),
  LOG_LEVEL: z.enum(['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace']).default('info'),
  SCHOOL_CURRENCY: z.string().refine(isCurrency, 'is no ISO 4217 currency').default('USD'),
  SCHOOL_TIME_ZONE: z.string().refine(isTimeZone, 'is no IANA time zone').default('UTC'),
  SCHOOL_NAME: z.string().trim().min(1).max(100).default('School'),
  FOUR_EYES_LIMIT_MINOR: z.coerce.number().int().min(0).max(999_999_999_999).default(10_000),
  MASTER_KEY: z
    .string()
    .regex(/^[0-9a-f]{64}$/i, 'is not 64 hex digits')
    .optional(),
  MASTER_KEY_FILE: z.string().min(1).optional(),
});

export type Environment = z.output<typeof ENVIRONMENT>;

/** The checked configuration; `publicUrl` says whether cookies are `Secure`. */
export interface Config extends Omit<Environment, 'PUBLIC_URL'> {
  publicUrl: URL;
}

export const CONFIG = Symbol('Config');

/**
 * Reads the environment.
 * @throws AppError `invalid` (`bad_configuration`) with one entry per problem; no value is repeated,
 *   it may be a secret.
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const given = Object.entries(environment).filter(
    ([, value]) => value !== undefined && value !== '',
  );
  const parsed = ENVIRONMENT.safeParse(Object.fromEntries(given));
  const problems: FieldError[] = parsed.success
    ? []
    : parsed.error.issues.map((issue) => problem(issue.path.join('.'), issue.message));
  const url = publicUrlOf(parsed.data, environment['PUBLIC_URL']);
  if (parsed.success) problems.push(...contradictions(parsed.data, url));
  if (!parsed.success || problems.length > 0 || url === undefined) throw refused(problems);
  const { PUBLIC_URL: _given, ...rest } = parsed.data;
  return { ...rest, publicUrl: url };
}

function publicUrlOf(env: Environment | undefined, given: string | undefined): URL | undefined {
  if (given !== undefined && given !== '') return URL.canParse(given) ? new URL(given) : undefined;
  const host = env?.HOST === undefined || env.HOST.startsWith('0.') ? '127.0.0.1' : env.HOST;
  return new URL(`http://${host}:${env?.PORT ?? 3000}`);
}

/** What is wrong although every value is well formed. */
function contradictions(env: Environment, url: URL | undefined): FieldError[] {
  const found: FieldError[] = [];
  if (url?.protocol === 'http:' && !LOOPBACK.includes(url.hostname)) {
    found.push(
      problem('PUBLIC_URL', 'must be https outside this machine: cookies would be readable'),
    );
  }
  if (env.MASTER_KEY !== undefined && env.MASTER_KEY_FILE !== undefined) {
    found.push(problem('MASTER_KEY', 'and MASTER_KEY_FILE are both set: keep one'));
  }
  if (env.SESSION_IDLE_SECONDS > env.SESSION_ABSOLUTE_SECONDS) {
    found.push(problem('SESSION_IDLE_SECONDS', 'is longer than SESSION_ABSOLUTE_SECONDS'));
  }
  if (env.REMEMBER_IDLE_SECONDS > env.REMEMBER_ABSOLUTE_SECONDS) {
    found.push(problem('REMEMBER_IDLE_SECONDS', 'is longer than REMEMBER_ABSOLUTE_SECONDS'));
  }
  if (env.REDIS_URL !== undefined) {
    found.push(problem('REDIS_URL', 'is not supported by this release: sessions live in Postgres'));
  }
  return found;
}

function problem(path: string, message: string): FieldError {
  return { path, code: 'bad_setting', message };
}

function refused(errors: readonly FieldError[]): AppError {
  const lines = errors.map(({ path, message }) => `  ${path}: ${message}`).join('\n');
  return new AppError('invalid', `The configuration can't be used:\n${lines}`, {
    code: 'bad_configuration',
    errors,
  });
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name }).format(0);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
