// The figures of a term as the dashboard shows them.
import type { DashboardFigures } from '../../projections/dashboard/dashboard.queries.js';
import { DASHBOARD_PATH } from '../links.js';
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
    byStatus: figures.byStatus,
    topArrears: figures.topArrears.map(({ givenName, familyName, ...row }) => ({
      ...row,
      name: `${givenName} ${familyName}`,
    })),
  };
}
