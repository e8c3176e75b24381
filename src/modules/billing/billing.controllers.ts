// The routes of billing.
import { AccountsController } from './controllers/accounts.controller.js';
import { ChargeRunsController } from './controllers/charge-runs.controller.js';
import { CancelChargeRunController } from './controllers/cancel-charge-run.controller.js';
import { ChargesController } from './controllers/charges.controller.js';
import { CommandsController } from './controllers/commands.controller.js';
import { MovePaymentController } from './controllers/move-payment.controller.js';
import { PaymentsController } from './controllers/payments.controller.js';
import { RefundsController } from './controllers/refunds.controller.js';
import { ReprintsController } from './controllers/reprints.controller.js';
import { SchoolController } from './controllers/school.controller.js';
import { TermsController } from './controllers/terms.controller.js';

export const BILLING_CONTROLLERS = [
  AccountsController,
  CancelChargeRunController,
  ChargeRunsController,
  ChargesController,
  CommandsController,
  MovePaymentController,
  PaymentsController,
  RefundsController,
  ReprintsController,
  SchoolController,
  TermsController,
];
