// Two small things: a form that goes on by itself, and a log that follows.
document.addEventListener("DOMContentLoaded", () => {
  const onward = document.querySelector("form[data-submit]");
  if (onward) { onward.submit(); }
  const live = document.querySelector("[data-live]");
  if (live) {
    const follow = document.getElementById("follow");
    setInterval(async () => {
      if (document.hidden || (follow && !follow.checked)) { return; }
      const answer = await fetch(live.dataset.live);
      if (answer.ok) { live.innerHTML = await answer.text(); }
    }, 2000);
  }
});
