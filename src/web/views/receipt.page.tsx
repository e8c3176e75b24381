// A receipt on A5 paper: the content that was pinned when the number was given, whatever became of
// the names and balances since. A stamp stands on it only where the books say so.
import { formatAmount, formatMoney, currencyName } from '../format.js';
import { receiptNumber } from '../links.js';
import { METHOD_WORDS } from '../method-words.js';
import type { ReceiptContent, ReceiptView } from '../receipt-view-models.js';
import type { Frame } from '../view-models.js';
import { Layout } from './layout.js';
import { AmountCell, Day } from './money.js';
import { ReceiptHead } from './receipt-head.js';
import { Written } from './written.js';

export function ReceiptPage({ frame, view }: { frame: Frame; view: ReceiptView }) {
  const { content } = view;
  return (
    <Layout frame={frame} title={titleOf(view)} section="students" paper="receipt">
      <ReceiptHead frame={frame} view={view} />
      <article class="sheet receipt" aria-labelledby="receipt-number">
        <header class="receipt-head">
          <div>
            <p class="strong">
              <Written text={content?.school ?? frame.schoolName} />
            </p>
            <p class="muted">Bursar's office</p>
          </div>
          <div>
            <h1 class="number" id="receipt-number">{`Receipt ${receiptNumber(view.receipt)}`}</h1>
            <p class="muted">
              Issued <Day date={view.issuedOn} />
            </p>
          </div>
        </header>
        <Stamps view={view} />
        <p class="muted">
          Received for{' '}
          <strong>
            <Written text={content?.student ?? 'erased'} />
          </strong>
          {content !== undefined && (
            <>
              , <Written text={content.admissionNo} />, <Written text={content.class} />
            </>
          )}
        </p>
        <p>
          <span class="paid">{formatMoney(view.amountMinor, view.currency)}</span>
        </p>
        <Details view={view} />
        {content !== undefined && <Lines view={view} content={content} />}
        <div class="proof">
          <p class="muted">
            Content sha256 <span class="mono">{view.contentDigest}</span>
          </p>
        </div>
      </article>
    </Layout>
  );
}

function Stamps({ view }: { view: ReceiptView }) {
  return (
    <>
      {view.reversed !== undefined && (
        <>
          <p class="stamp">REVERSED</p>
          <p class="bad">
            Reversed on <Day date={view.reversed.on} />. This receipt is no proof of payment.
          </p>
        </>
      )}
      {view.duplicate !== undefined && <p class="stamp copy">{`DUPLICATE ${view.duplicate}`}</p>}
    </>
  );
}

function Details({ view }: { view: ReceiptView }) {
  const { content } = view;
  return (
    <dl class="kv">
      {content !== undefined && (
        <>
          <dt>Paid on</dt>
          <dd>
            <Day date={content.effectiveDate} />
          </dd>
        </>
      )}
      <dt>Method</dt>
      <dd>{METHOD_WORDS[view.method]}</dd>
      <Detail term="Reference" text={content?.reference} />
      <Detail term="Paid by" text={content?.payer} />
      <Detail term="Received by" text={content?.cashier} />
    </dl>
  );
}

function Detail({ term, text }: { term: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <>
      <dt>{term}</dt>
      <dd>
        <Written text={text} />
      </dd>
    </>
  );
}

interface LinesProps {
  readonly view: ReceiptView;
  readonly content: ReceiptContent;
}

function Lines({ view, content }: LinesProps) {
  const { currency } = view;
  return (
    <table class="ledger">
      <caption>{`What it paid when it was recorded, in ${currencyName(currency)}`}</caption>
      <thead>
        <tr>
          <th scope="col">Fee</th>
          <th scope="col">Term</th>
          <th scope="col" class="num">
            Amount
          </th>
        </tr>
      </thead>
      <tbody>
        {content.lines.map((line, index) => (
          <tr key={index}>
            <th scope="row">
              <Written text={line.description} />
            </th>
            <td>
              <Written text={line.term} />
            </td>
            <AmountCell amountMinor={line.amountMinor} currency={currency} />
          </tr>
        ))}
        {content.creditMinor > 0n && (
          <tr>
            <th scope="row">Credit, for the next charge</th>
            <td />
            <AmountCell amountMinor={content.creditMinor} currency={currency} />
          </tr>
        )}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colspan={2}>
            Total
          </th>
          <AmountCell amountMinor={view.amountMinor} currency={currency} />
        </tr>
        <tr class="plain">
          <th scope="row" colspan={2}>
            Balance after this payment
          </th>
          <td class="num">{formatAmount(content.balanceAfterMinor, currency)}</td>
        </tr>
      </tfoot>
    </table>
  );
}

function titleOf(view: ReceiptView): string {
  const number = `Receipt ${receiptNumber(view.receipt)}`;
  if (view.reversed !== undefined) return `${number}, reversed`;
  return view.duplicate === undefined ? number : `${number}, duplicate ${view.duplicate}`;
}
