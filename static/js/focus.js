/* After a page has loaded with something to tell (errors, a notice), that is where focus goes. */
export function focusFirst(root) {
  const first = root.querySelector(".error-summary[data-focus]") ?? root.querySelector("[data-focus]");
  if (first && !location.hash) first.focus({ preventScroll: !first.matches(".error-summary") });
}
