// What must be there before the first command: the school's id, its first administrator, registers
// that nobody truncated.
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { UserAccounts, type FirstAdmin } from './modules/auth/index.js';

/** Idempotent: every start finishes what an earlier one left undone. */
export async function finishFirstStart(
  app: NestFastifyApplication,
): Promise<FirstAdmin | undefined> {
  return app.get(UserAccounts).createFirstAdmin();
}
