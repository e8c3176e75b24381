import { loadConfig } from '../../src/kernel/config.js';
import { refusalOf } from '../domain/account-scenario.js';

describe('the configuration', () => {
  it('needs nothing: every setting has a default', () => {
    const config = loadConfig({});
    expect(config).toMatchObject({
      PORT: 3000,
      HOST: '127.0.0.1',
      DATA_DIR: '.data/school',
      SESSION_IDLE_SECONDS: 3_600,
      SESSION_ABSOLUTE_SECONDS: 43_200,
      SCHOOL_CURRENCY: 'USD',
      SCHOOL_TIME_ZONE: 'UTC',
      FOUR_EYES_LIMIT_MINOR: 10_000,
    });
    expect(config.publicUrl.href).toBe('http://127.0.0.1:3000/');
  });

  it('takes an empty variable as one that is not set', () => {
    expect(loadConfig({ PORT: '', PUBLIC_URL: '' }).PORT).toBe(3000);
  });

  it('names every problem at once and repeats no value', () => {
    const refusal = refusalOf(() =>
      loadConfig({
        PORT: 'http',
        SCHOOL_CURRENCY: 'XXY',
        SCHOOL_TIME_ZONE: 'Mars/Olympus',
        MASTER_KEY: 'not-so-secret',
      }),
    );
    expect(refusal.code).toBe('bad_configuration');
    expect(refusal.errors?.map(({ path }) => path).sort()).toEqual([
      'MASTER_KEY',
      'PORT',
      'SCHOOL_CURRENCY',
      'SCHOOL_TIME_ZONE',
    ]);
    expect(refusal.message).not.toContain('not-so-secret');
  });

  it('refuses http outside this machine: cookies would be readable', () => {
    const refusal = refusalOf(() => loadConfig({ PUBLIC_URL: 'http://school.example' }));
    expect(refusal.errors?.[0]?.path).toBe('PUBLIC_URL');
    expect(loadConfig({ PUBLIC_URL: 'https://school.example' }).publicUrl.protocol).toBe('https:');
  });

  it('refuses settings that contradict each other', () => {
    const idle = refusalOf(() =>
      loadConfig({ SESSION_IDLE_SECONDS: '100', SESSION_ABSOLUTE_SECONDS: '99' }),
    );
    expect(idle.errors?.[0]?.path).toBe('SESSION_IDLE_SECONDS');
    const twice = refusalOf(() =>
      loadConfig({ MASTER_KEY: 'a'.repeat(64), MASTER_KEY_FILE: '/run/secrets/key' }),
    );
    expect(twice.errors?.[0]?.path).toBe('MASTER_KEY');
  });
});
