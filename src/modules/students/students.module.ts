// Students, put together. The application brings the event log, keys, clock and server secret, and
// binds `CONSISTENCY_TOKENS` and `SCHOOL_DAYS`.
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { ChangeStudentStatusHandler } from './commands/change-student-status.js';
import { CorrectStudentHandler } from './commands/correct-student.js';
import { RegisterStudentHandler } from './commands/register-student.js';
import { AdmissionNumberClaims } from './processes/claim-admission-number.js';
import { StudentDirectory } from './student-directory.js';
import { StudentRecords } from './student-records.js';
import { StudentStatusController } from './student-status.controller.js';
import { StudentWriter } from './student-writer.js';
import { StudentWrites } from './student-writes.js';
import { StudentsController } from './students.controller.js';

@Module({})
export class StudentsModule {
  /** @param imports Modules that export the effect gates and whatever `providers` need. */
  static register({ imports = [], providers = [] }: ModuleMetadata = {}): DynamicModule {
    return {
      module: StudentsModule,
      imports,
      controllers: [StudentsController, StudentStatusController],
      providers: [
        AdmissionNumberClaims,
        RegisterStudentHandler,
        CorrectStudentHandler,
        ChangeStudentStatusHandler,
        StudentDirectory,
        StudentRecords,
        StudentWriter,
        StudentWrites,
        ...providers,
      ],
      exports: [StudentDirectory],
    };
  }
}
