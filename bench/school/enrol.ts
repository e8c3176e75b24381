// Students with their charges, as facts in the log: what registering each and charging all would
// leave, without a request for each. Their keys are made a thousand a statement.
import { randomBytes, randomUUID } from 'node:crypto';
import { loadConfig } from '../../src/kernel/config.js';
import { accountStreamOf } from '../../src/modules/billing/index.js';
import {
  admissionNumberStreamOf,
  claimDigest,
  KeyVault,
  masterKey,
  studentStreamOf,
} from '../../src/modules/students/index.js';
import { inParallel } from './in-parallel.js';
import { LogWriter } from './log-writer.js';
import {
  admissionNoOf,
  chargesOf,
  claimOf,
  registrationOf,
  type NewStudent,
} from './new-student.js';
import { writePastPayments } from './past-payments.js';

export interface Enrolment {
  readonly students: number;
  /** Of payments of the past, over all of them. */
  readonly pastEvents: number;
  /** Of the open term that they are charged for. */
  readonly termId: string;
  /** Gets the progress, a line at a time. */
  readonly say: (line: string) => void;
}

const KEYS_A_STATEMENT = 1_000;
const KEY_BYTES = 32;
const STUDENTS_AT_ONCE = 64;
const SAY_EVERY = 10_000;

/**
 * While the event store is not running.
 * @returns how many events it wrote.
 * @throws Error when an append is not taken.
 */
export async function enrolStudents(
  environment: NodeJS.ProcessEnv,
  { students, pastEvents, termId, say }: Enrolment,
): Promise<number> {
  const plan = { termId, pastEvents: Math.ceil(pastEvents / students) };
  const log = await LogWriter.open(environment);
  const vault = new KeyVault(masterKey(loadConfig(environment)));
  try {
    for (let done = 0; done < students;) {
      const some = newStudents(done + 1, Math.min(KEYS_A_STATEMENT, students - done));
      await giveKeys(log, vault, some);
      await inParallel(some, STUDENTS_AT_ONCE, (student) => enrol(log, student, plan));
      done += some.length;
      if (done % SAY_EVERY === 0 && done < students) say(`${done} of ${students} students`);
    }
    return log.written;
  } finally {
    await log.close();
  }
}

function newStudents(firstNumber: number, length: number): NewStudent[] {
  return Array.from({ length }, (_, n) => ({ studentId: randomUUID(), number: firstNumber + n }));
}

/** Their rows, and then the keys in memory: the codec finds there what a statement each would cost. */
async function giveKeys(
  { books }: LogWriter,
  vault: KeyVault,
  students: readonly NewStudent[],
): Promise<void> {
  const ids = students.map(({ studentId }) => studentId);
  const sealed = ids.map((id) => vault.seal(randomBytes(KEY_BYTES), `subject_key ${id}`));
  await books.pool.query(
    'insert into app.subject_key (subject_id, key) select * from unnest($1::uuid[], $2::bytea[])',
    [ids, sealed],
  );
  await books.keys.keysOf(ids);
}

/** The claim of the number, the registration, the account with its charges: one append each. */
async function enrol(
  log: LogWriter,
  student: NewStudent,
  { termId, pastEvents }: { termId: string; pastEvents: number },
): Promise<void> {
  const { studentId } = student;
  const digest = claimDigest(log.books.secret, 'admission', admissionNoOf(student));
  await log.append(admissionNumberStreamOf(digest), undefined, claimOf(student, digest));
  await log.append(studentStreamOf(studentId), undefined, registrationOf(student, digest));
  const charges = chargesOf(student, termId);
  const known = await log.append(accountStreamOf(studentId), undefined, charges);
  await writePastPayments(log, known, { studentId, events: pastEvents });
}
