// Students, put together. The application brings the event log, keys, clock and server secret, and
// binds `CONSISTENCY_TOKENS`.
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { RegisterStudentHandler } from './commands/register-student.js';
import { AdmissionNumberClaims } from './processes/claim-admission-number.js';
import { StudentDirectory } from './student-directory.js';
import { StudentsController } from './students.controller.js';

@Module({})
export class StudentsModule {
  /** @param imports Modules that export the effect gates and whatever `providers` need. */
  static register({ imports = [], providers = [] }: ModuleMetadata = {}): DynamicModule {
    return {
      module: StudentsModule,
      imports,
      controllers: [StudentsController],
      providers: [AdmissionNumberClaims, RegisterStudentHandler, StudentDirectory, ...providers],
      exports: [StudentDirectory],
    };
  }
}
