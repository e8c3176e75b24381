// A student whom the lists leave out: the account is right, what adds up over all students lacks it.

export function ParkedNotice() {
  return (
    <div class="notice warn" role="status">
      <h2>The lists leave this student out</h2>
      <p>
        An event of this account could not be applied to them. What you see here was read from the
        log itself and is right; lists and totals follow when support has mended it.
      </p>
    </div>
  );
}
