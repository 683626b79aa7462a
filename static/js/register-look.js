/* Says which account an address means while it is being typed. The button works without this. */
const WAIT = 350;

function looks(form) {
  const address = form.querySelector("[name=address]");
  const platform = form.querySelector("[name=platform]");
  const asked = form.querySelector("[data-platform]");
  const place = form.querySelector("[data-looked]");
  const near = form.querySelector("[data-near]");
  let timer = 0;
  let running = null;

  async function look() {
    running?.abort();
    if (!address.value.trim()) {
      place.replaceChildren();
      near.replaceChildren();
      return;
    }
    running = new AbortController();
    const body = new FormData(form);
    body.delete("seen");
    try {
      const answer = await fetch(form.dataset.look, { method: "POST", body, signal: running.signal });
      if (!answer.ok) return;
      const text = await answer.text();
      place.innerHTML = text;
      near.replaceChildren(...place.querySelectorAll(".neighbours"));
      asked.toggleAttribute("data-asked", place.querySelector("[data-asks-platform]") !== null || Boolean(platform.value));
    } catch (error) {
      if (error.name !== "AbortError") place.replaceChildren();
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target !== address && event.target !== platform) return;
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  if (address.value && !place.querySelector("*")) look();
}

for (const form of document.querySelectorAll("form[data-look]")) looks(form);
