// The figures of a term as the dashboard shows them: every status in its order, also where nobody is.
import type { DashboardFigures } from '../../projections/dashboard/dashboard.queries.js';
import { DASHBOARD_PATH, PAYMENT_STATUSES } from '../links.js';
import type { DashboardView } from '../view-models.js';
import { asOfNow } from './as-of.js';

export function dashboardView(figures: DashboardFigures, now: Date): DashboardView {
  return {
    ...(figures.term === undefined ? {} : { term: figures.term }),
    asOf: asOfNow(figures, now, DASHBOARD_PATH),
    chargedMinor: figures.chargedMinor - figures.cancelledMinor,
    adjustedMinor: figures.adjustedMinor,
    collectedMinor: figures.collectedMinor,
    outstandingMinor: figures.outstandingMinor,
    creditMinor: figures.creditMinor,
    byStatus: PAYMENT_STATUSES.map((status) => ({
      status,
      students: figures.byStatus.find((row) => row.status === status)?.students ?? 0,
    })),
    topArrears: figures.topArrears.map(({ givenName, familyName, ...row }) => ({
      ...row,
      name: `${givenName} ${familyName}`,
    })),
  };
}
