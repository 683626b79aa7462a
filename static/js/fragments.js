/* Tells the other modules when htmx has put a new part into the page. */
export function fragments(root, callback) {
  root.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) callback(event.detail.elt);
  });
}
