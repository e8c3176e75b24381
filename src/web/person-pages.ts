// The pages about students as persons: registered, corrected, gone and come back.
import { Inject, Injectable } from '@nestjs/common';
import type { IdentifiedRequest } from '../http/identity.js';
import { CLOCK, type Clock } from '../kernel/clock.js';
import { randomId, type Uuid } from '../kernel/ids.js';
import { localDateOf, type LocalDate } from '../kernel/local-date.js';
import { StudentQueries } from '../projections/student-directory/student.queries.js';
import { detailsView } from './answers/details-view.js';
import { correctionForm, registerView, statusView } from './answers/person-views.js';
import type { FormProblem } from './form-view-models.js';
import { Frames } from './frames.js';
import { renderAction } from './html.js';
import { READ_YOUR_WRITES, type ReadYourWrites } from './ports.js';
import { personOf, type PersonValues } from './student-form.js';
import { renderStudentDetails } from './student-html.js';
import type { StatusVerb } from './student-links.js';
import type { SignedInFrame } from './view-models.js';

/** What was sent and came back. */
export interface TypedPerson {
  readonly values: PersonValues;
  readonly key: string;
  readonly problem?: FormProblem;
}

@Injectable()
export class PersonPages {
  constructor(
    private readonly students: StudentQueries,
    private readonly frames: Frames,
    @Inject(READ_YOUR_WRITES) private readonly writes: ReadYourWrites,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async register(request: IdentifiedRequest, typed?: TypedPerson): Promise<string> {
    const frame = await this.frames.signedIn(request);
    const today = this.today(frame);
    return renderAction(
      frame,
      registerView({ ...this.fresh({ enrolledOn: today }), ...typed, today }),
    );
  }

  /** @throws AppError `not_found` (`student_not_found`). */
  async details(
    request: IdentifiedRequest,
    studentId: Uuid,
    asked: { readonly after?: string | undefined; readonly typed?: TypedPerson },
  ): Promise<string> {
    if (asked.after !== undefined) await this.writes.waitFor(asked.after);
    const [frame, student] = await Promise.all([
      this.frames.signedIn(request),
      this.students.find(studentId),
    ]);
    const today = this.today(frame);
    const state = { ...this.fresh(personOf(student, today)), ...asked.typed, today };
    const form = correctionForm(studentId, state);
    return renderStudentDetails(frame, {
      ...detailsView(student, this.clock.now()),
      ...(frame.user.mayBill ? { form } : {}),
    });
  }

  /** @throws AppError `not_found` (`student_not_found`). */
  async status(
    request: IdentifiedRequest,
    of: { readonly studentId: Uuid; readonly verb: StatusVerb },
    typed?: TypedPerson,
  ): Promise<string> {
    const [frame, student] = await Promise.all([
      this.frames.signedIn(request),
      this.students.find(of.studentId),
    ]);
    const today = this.today(frame);
    const state = { ...this.fresh({ effectiveDate: today }), ...typed, today };
    return renderAction(frame, statusView(student, of.verb, state));
  }

  private today(frame: SignedInFrame): LocalDate {
    return localDateOf(this.clock.now(), frame.timeZone);
  }

  private fresh(values: PersonValues): TypedPerson {
    return { key: randomId(this.clock.now()), values };
  }
}
