/* Saves a step while it is being filled in, and says when. The buttons save without this. */
const WAIT = 1500;

function saves(form) {
  const said = form.querySelector("[data-saved]");
  const version = form.querySelector("[name=version]");
  let timer = 0;
  let changed = false;
  let running = Promise.resolve();
  let stopped = false;

  function tell(text, isBad = false) {
    if (said.textContent !== text) said.textContent = text;
    said.classList.toggle("is-bad", isBad);
  }

  function show(answer) {
    version.value = answer.version;
    tell([answer.saved, answer.but].filter(Boolean).join(". "));
    const beside = document.querySelector("[data-beside]");
    if (beside && beside.innerHTML.trim() !== answer.beside.trim()) beside.innerHTML = answer.beside;
    document.querySelector("[data-progress]").innerHTML = answer.progress;
  }

  async function send() {
    if (!changed || stopped) return;
    changed = false;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Saves-By-Itself": "1" },
        keepalive: true,
        redirect: "error",
      });
      if (answer.status === 409) {
        stopped = true;
        tell((await answer.json()).overtaken, true);
      } else if (answer.ok) {
        show(await answer.json());
      } else {
        changed = true;
      }
    } catch {
      /* No connection: what is typed stays on the page, and the next try takes it along */
      changed = true;
    }
  }

  /* One after the other: each carries the version that the one before it made */
  function save() {
    clearTimeout(timer);
    running = running.then(send);
    return running;
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  });
  form.addEventListener("change", () => {
    clearTimeout(timer);
    timer = setTimeout(save, 200);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (form.dataset.sending) {
      event.preventDefault();
      return;
    }
    form.dataset.sending = "yes";
    stopped = true;
    /* A save under way is waited for, so that the form carries the version it makes */
    event.preventDefault();
    const button = event.submitter;
    running.then(() => {
      if (button?.name) {
        const chosen = document.createElement("input");
        chosen.type = "hidden";
        chosen.name = button.name;
        chosen.value = button.value;
        form.append(chosen);
      }
      form.submit();
    });
  });
  /* A page that comes back from the browser's memory starts anew */
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save();
  });
}

for (const form of document.querySelectorAll("form[data-autosave]")) saves(form);
