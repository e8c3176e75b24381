// Liveness (the process answers) and readiness (it can serve), with the failing part named.
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppError } from '../kernel/app-error.js';
import { NoTouch, Public } from './route-marks.js';

/** One part that must work: resolves when it does, rejects with the reason when not. */
export interface HealthPart {
  readonly name: string;
  check(): Promise<void>;
}

export const HEALTH_PARTS = Symbol('HealthParts');

const CHECK_MILLISECONDS_MAX = 2_000;

@ApiTags('operations')
@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH_PARTS) private readonly parts: readonly HealthPart[]) {}

  @Get('live')
  @Public()
  @NoTouch()
  @ApiOperation({ summary: 'The process answers' })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @Public()
  @NoTouch()
  @ApiOperation({ summary: 'Every part that is needed works; 503 names the ones that do not' })
  async ready(): Promise<{ status: 'ok'; parts: string[] }> {
    const failures = await Promise.all(this.parts.map((part) => failureOf(part)));
    const failing = this.parts.filter((_, i) => failures[i] !== undefined).map(({ name }) => name);
    if (failing.length === 0) return { status: 'ok', parts: this.parts.map(({ name }) => name) };
    throw new AppError('unavailable', `Not ready: ${failing.join(', ')}.`, {
      code: 'not_ready',
      retryAfterSeconds: 2,
      extra: { failing },
    });
  }
}

async function failureOf(part: HealthPart): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer'), CHECK_MILLISECONDS_MAX);
  });
  try {
    return await Promise.race([part.check().then(() => undefined), late]);
  } catch (error) {
    return error instanceof Error ? error.message : 'failed';
  } finally {
    clearTimeout(timer);
  }
}
