// The money of the school's present day, by what was recorded on it: received, less what was reversed
// and given back on it, whenever that had been received. So a day's figure never changes afterwards,
// and what a cashier counted stays what was recorded (rule 19).

/** Minor units. @param instant  SQL of the present instant. */
export function moneyOfToday(schema: string, by: 'method' | 'principal', instant: string): string {
  return `select ${by}, sum(received) - sum(reversed) - sum(refunded) as "amountMinor",
      sum(received) as "receivedMinor", sum(reversed) as "reversedMinor",
      sum(refunded) as "refundedMinor", sum(payments) as payments
    from (${linesOfToday(schema, instant)}) l group by ${by} order by ${by}`;
}

/** The school's day at an instant. */
export function today(schema: string, instant: string): string {
  return `(${instant}::timestamptz at time zone ${zone(schema)})::date`;
}

/** A reversal counts for who reversed, by the method of its payment; a refund by its own. */
function linesOfToday(schema: string, instant: string): string {
  const on = (column: string) => isToday(schema, column, instant);
  return `select method, principal, amount_minor as received, 0 as reversed, 0 as refunded,
      1 as payments
    from ${schema}.payment where ${on('recorded_at')}
    union all select method, reversed_by, 0, reversed_minor, 0, 0
    from ${schema}.payment where ${on('reversed_at')}
    union all select method, principal, 0, 0, amount_minor, 0
    from ${schema}.refund where ${on('recorded_at')}
    union all select method, reversed_by, 0, 0, -amount_minor, 0
    from ${schema}.refund where ${on('reversed_at')}`;
}

function isToday(schema: string, column: string, instant: string): string {
  const day = today(schema, instant);
  return `${column} >= ${day}::timestamp at time zone ${zone(schema)}
    and ${column} < (${day} + 1)::timestamp at time zone ${zone(schema)}`;
}

function zone(schema: string): string {
  return `coalesce((select time_zone from ${schema}.school limit 1), 'UTC')`;
}
