// `replay <student>`: every event of a student with who, when, by which rule, and the balance after.
import { replayStudent } from '../audit/replay.js';
import type { ReplayFrame } from '../audit/replay-frame.js';
import { AppError } from '../kernel/app-error.js';
import { isUuid, type Uuid } from '../kernel/ids.js';
import {
  admissionNumberFold,
  admissionNumberStreamOf,
  claimDigest,
  type AdmissionNumberFact,
} from '../modules/students/index.js';
import type { Books } from './open-books.js';

/**
 * Prints the replay of a student.
 * @param who  Student id, or admission number as it was given.
 * @throws AppError `not_found` (`student_not_found`); `internal` (`chain_broken`).
 */
export async function replayCommand(
  who: string,
  books: Books,
  print: (line: string) => void,
): Promise<void> {
  const studentId = isUuid(who) ? who : await studentWithNumber(who, books);
  const frames = await replayStudent(studentId, books);
  print(`Replay of student ${studentId}, ${frames.length} events; amounts in minor units.`);
  for (const [index, frame] of frames.entries()) print(lineOf(index + 1, frame));
  const last = frames.at(-1);
  print(`Balance after the last event: ${last?.after.netMinor}, ${last?.after.paymentStatus}.`);
  print('Every hash was computed again and is the one that was stored.');
}

/**
 * The claim of the number says whose it is; no read model is asked.
 * @throws AppError `not_found` (`student_not_found`).
 */
export async function studentWithNumber(admissionNo: string, books: Books): Promise<Uuid> {
  const digest = claimDigest(books.secret, 'admission', admissionNo);
  const events = await books.store.readStream(admissionNumberStreamOf(digest));
  const holder = events
    .map((event) => books.registry.upcast<AdmissionNumberFact>(event))
    .reduce(
      (claim, fact) => admissionNumberFold.evolve(claim, fact),
      admissionNumberFold.initialState,
    );
  if (holder !== undefined) return holder.studentId;
  throw new AppError('not_found', `No student has the admission number ${admissionNo}.`, {
    code: 'student_not_found',
  });
}

function lineOf(number: number, frame: ReplayFrame): string {
  const { event, actor, before, after, rule } = frame;
  const effective =
    'effectiveDate' in event.data ? ` effective ${String(event.data.effectiveDate)}` : '';
  const ruleText = rule.number === undefined ? rule.text : `rule ${rule.number}: ${rule.text}`;
  return [
    `${String(number).padStart(4)}  ${event.type}  ${event.stream} revision ${event.revision}`,
    `      recorded ${event.recordedAt}${effective}  by ${actor.principal} as ${actor.role}`,
    `      ${ruleText}`,
    `      balance ${before.netMinor} → ${after.netMinor}  ${after.paymentStatus}  hash ${frame.hash.slice(0, 16)}`,
  ].join('\n');
}
