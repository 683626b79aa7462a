/* Keeps addresses short: filters left empty are not sent. */
export function filters(root) {
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
