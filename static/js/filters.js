/* Keeps addresses short: filters left empty are not sent. */
export function filters(root) {
  /* The search field answers while one types; leaving it need not ask again */
  root.addEventListener(
    "change",
    (event) => {
      if (event.target.matches("form.filters input[type=search]")) event.stopPropagation();
    },
    true,
  );
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.filters")) return;
    const empty = [...form.elements].filter((field) => field.name && !field.value);
    for (const field of empty) field.disabled = true;
    setTimeout(() => {
      for (const field of empty) field.disabled = false;
    });
  });
  root.addEventListener("htmx:configRequest", (event) => {
    if (!event.target.matches("form.filters")) return;
    const parameters = event.detail.parameters;
    for (const name of Object.keys(parameters)) {
      if (parameters[name] === "") delete parameters[name];
    }
  });
}
