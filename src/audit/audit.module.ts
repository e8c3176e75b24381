import { Module } from '@nestjs/common';
import { ReplayController } from './replay.controller.js';

/** Tools that read the log alone and prove what it says. */
@Module({ controllers: [ReplayController] })
export class AuditModule {}
