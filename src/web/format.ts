// How a page writes money, dates and places in the log. Nothing here follows the machine's locale:
// the same figure reads the same for everybody, and a test can name it literally.
import { currencyExponent, type Currency } from '../kernel/money.js';
import { localDate, type LocalDate } from '../kernel/local-date.js';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const WEEKDAYS = 'Sun Mon Tue Wed Thu Fri Sat'.split(' ');
const DURATION_UNITS: readonly [noun: string, secondsEach: number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];
const MS_PER_DAY = 86_400_000;
/** U+2212: as wide as a plus, never broken off from its figure. */
const MINUS = '\u2212';
/** U+202F: groups thousands where a comma or a point would mean something else to somebody. */
const GROUP = '\u202f';

/** `40.00`, `−30.00`, `1 234.00`: minor units by the currency's ISO 4217 exponent (0, 2 or 3). */
export function formatAmount(amountMinor: bigint, currency: Currency): string {
  const [whole = '', fraction] = plainAmount(abs(amountMinor), currency).split('.');
  const text = fraction === undefined ? grouped(whole) : `${grouped(whole)}.${fraction}`;
  return amountMinor < 0n ? MINUS + text : text;
}

/** `$40.00`, `−$30.00`, `KES 40.00`: an amount that stands alone says its currency. */
export function formatMoney(amountMinor: bigint, currency: Currency): string {
  const symbol = currencySymbol(currency);
  const gap = /[A-Za-z]$/.test(symbol) ? '\u00a0' : '';
  const text = `${symbol}${gap}${formatAmount(abs(amountMinor), currency)}`;
  return amountMinor < 0n ? MINUS + text : text;
}

/** `1234.00`: as a person types it into a form; never negative. */
export function plainAmount(amountMinor: bigint, currency: Currency): string {
  const exponent = currencyExponent(currency);
  if (exponent === 0) return amountMinor.toString();
  const digits = amountMinor.toString().padStart(exponent + 1, '0');
  return `${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/** `$`; currencies without a sign of their own give their code. */
export function currencySymbol(currency: Currency): string {
  return currencyPart(currency, 'narrowSymbol');
}

/** `US dollars`: the name in the plural, for captions. */
export function currencyName(currency: Currency): string {
  return currencyPart(currency, 'name');
}

/** `16 Jul 2026`. */
export function formatDate(date: LocalDate): string {
  const [year = '', month = '', day = ''] = date.split('-');
  return `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''} ${year}`;
}

/** `Thu 16 Jul 2026, 14:05` in the school's time zone. */
export function formatInstant(instant: Date, timeZone: string): string {
  const { date, time } = localParts(instant, timeZone);
  const weekday = WEEKDAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
  return `${weekday} ${formatDate(date)}, ${time}`;
}

/** `16 Jul 2026, 11:47` in the school's time zone; for what happened at a moment of a day. */
export function formatMoment(instant: Date, timeZone: string): string {
  const { date, time } = localParts(instant, timeZone);
  return `${formatDate(date)}, ${time}`;
}

/** `16 878`: a place in the log, or a count. */
export function formatCount(count: number | bigint): string {
  return grouped(count.toString());
}

/** `0.3 s`, `12 s`: how far the read model is behind the log. */
export function formatLag(seconds: number): string {
  return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds).toString()} s`;
}

/** `45 seconds`, `1 hour`, `7 days`: the largest unit that is reached, rounded up. */
export function formatDuration(seconds: number): string {
  const [noun, secondsEach] = DURATION_UNITS.find(([, each]) => seconds >= each) ?? ['second', 1];
  return counted(Math.ceil(seconds / secondsEach), noun);
}

/** Days from one school day to another; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return (Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / MS_PER_DAY;
}

/** `5 students`, `1 student`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

function abs(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, GROUP);
}

function currencyPart(currency: Currency, currencyDisplay: 'narrowSymbol' | 'name'): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency, currencyDisplay });
  return format.formatToParts(2).find((part) => part.type === 'currency')?.value ?? currency;
}

function localParts(instant: Date, timeZone: string): { date: LocalDate; time: string } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  const parts = Object.fromEntries(format.formatToParts(instant).map((p) => [p.type, p.value]));
  const { year = '', month = '', day = '', hour = '', minute = '' } = parts;
  return { date: localDate(`${year.padStart(4, '0')}-${month}-${day}`), time: `${hour}:${minute}` };
}
