// Loaded ahead of the application by a test: its clock goes so many milliseconds ahead, so that
// nobody waits for a claim to grow old.
const ahead = Number(process.env['CLOCK_AHEAD_MILLISECONDS'] ?? 0);
const now = (): number => RealDate.now() + ahead;
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (real, given: unknown[], target) =>
    Reflect.construct(real, given.length === 0 ? [now()] : given, target) as Date,
  get: (real, property): unknown => (property === 'now' ? now : Reflect.get(real, property)),
});
