// The school's days for modules that don't know billing: from the settings that billing keeps.
import type { SchoolRegister } from './modules/billing/index.js';
import type { SchoolDays } from './modules/students/index.js';

/** Days in the school's time zone, as its settings are now. */
export function schoolDaysOf(register: SchoolRegister): SchoolDays {
  return {
    async dayOf() {
      const school = await register.school();
      return (instant) => register.today(school, instant);
    },
  };
}
