// Reads the part of a page that changes again while its work goes on. Without this script the reader
// presses "Refresh".
const EVERY_MILLISECONDS = 2000;

async function readAgain(part) {
  const answer = await fetch(part.dataset.follow, { headers: { accept: 'text/html' } });
  // Signed out, or no longer there: the page stays as it is, and "Refresh" says why.
  if (answer.status >= 400 && answer.status < 500) return false;
  const html = answer.ok ? await answer.text() : part.outerHTML;
  if (html !== part.outerHTML) part.outerHTML = html;
  return true;
}

function follow() {
  const part = document.querySelector('[data-follow]');
  if (part === null) return;
  setTimeout(() => {
    // Without a network it is tried again.
    readAgain(part).then((goesOn) => goesOn && follow(), follow);
  }, EVERY_MILLISECONDS);
}

follow();
