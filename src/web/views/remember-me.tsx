// Whether a device stays signed in, and for how long that is.
import { formatDuration } from '../format.js';
import type { SessionLimits } from '../sign-in-view-models.js';

export function Remember({ checked, limits }: { checked: boolean; limits: SessionLimits }) {
  return (
    <label class="wide">
      <input type="checkbox" name="rememberMe" value="yes" checked={checked} /> Remember me on this
      device
      <small>
        {`Signs you out after ${formatDuration(limits.rememberIdleSeconds)} without use, and after ${formatDuration(limits.rememberAbsoluteSeconds)} in any case. Leave it off on a shared computer: then it is ${formatDuration(limits.idleSeconds)}, or when the browser closes.`}
      </small>
    </label>
  );
}
