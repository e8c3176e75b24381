// The pages. The application brings what they read (queries of the read models) and what they ask for
// (`PAYMENT_RECORDER`, `READ_YOUR_WRITES`, sessions), and binds `ERROR_PAGES` to `WebErrorPages`.
import { Module, type DynamicModule, type ModuleMetadata } from '@nestjs/common';
import { Frames } from './frames.js';
import { AccountActionsController } from './pages/account-actions.controller.js';
import { AssetsController } from './pages/assets.controller.js';
import { CancelChargeRunPageController } from './pages/cancel-charge-run.controller.js';
import { ChargeRunPreviewPageController } from './pages/charge-run-preview.controller.js';
import { ChargeRunPageController } from './pages/charge-run.controller.js';
import { DashboardPageController } from './pages/dashboard.controller.js';
import { FeeSchedulePageController } from './pages/fee-schedule.controller.js';
import { LoginPageController } from './pages/login.controller.js';
import { OpenTermPageController } from './pages/open-term.controller.js';
import { PasswordPageController } from './pages/password.controller.js';
import { PaymentsPageController } from './pages/payments.controller.js';
import { ReceiptsPageController } from './pages/receipts.controller.js';
import { RegisterStudentPageController } from './pages/register-student.controller.js';
import { StudentDetailsPageController } from './pages/student-details.controller.js';
import { StudentStatusPageController } from './pages/student-status.controller.js';
import { StudentPageController } from './pages/student.controller.js';
import { StudentsPageController } from './pages/students.controller.js';
import { TermsPageController } from './pages/terms.controller.js';
import { AccountActionPages } from './account-action-pages.js';
import { ActionContexts } from './action-contexts.js';
import { ChargeRunPages } from './charge-run-pages.js';
import { ReceiptPages } from './receipt-pages.js';
import { PersonPages } from './person-pages.js';
import { RunPages } from './run-pages.js';
import { FeePages } from './fee-pages.js';
import { FormSending } from './form-sending.js';
import { StudentPages } from './student-pages.js';
import { TermPages } from './term-pages.js';
import { WebErrorPages } from './web-error-pages.js';

@Module({})
export class WebModule {
  /** @param imports Modules that export what the pages need; see the head of this file. */
  static register({ imports = [], providers = [] }: ModuleMetadata): DynamicModule {
    return {
      module: WebModule,
      imports,
      controllers: CONTROLLERS,
      providers: [...PARTS, ...providers],
      exports: [WebErrorPages],
    };
  }
}

const CONTROLLERS = [
  AssetsController,
  LoginPageController,
  PasswordPageController,
  DashboardPageController,
  StudentsPageController,
  StudentPageController,
  PaymentsPageController,
  ReceiptsPageController,
  TermsPageController,
  FeeSchedulePageController,
  OpenTermPageController,
  ChargeRunPreviewPageController,
  ChargeRunPageController,
  AccountActionsController,
  RegisterStudentPageController,
  StudentDetailsPageController,
  StudentStatusPageController,
  CancelChargeRunPageController,
];

const PARTS = [
  AccountActionPages,
  ActionContexts,
  ChargeRunPages,
  PersonPages,
  ReceiptPages,
  RunPages,
  FeePages,
  FormSending,
  Frames,
  StudentPages,
  TermPages,
  WebErrorPages,
];
