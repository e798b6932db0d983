'use strict';
(() => {
  const charts = [];
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

  // Shades the time in which the path was out of order, and writes what was done at its borders.
  const moments = {
    id: 'moments',
    beforeDatasetsDraw(chart, args, options) {
      if (!options.list || options.list.length < 2) return;
      const { ctx, chartArea: area, scales: { x } } = chart;
      const [from, to] = options.list.map(moment => x.getPixelForValue(moment.at));
      ctx.save();
      ctx.fillStyle = colour('--fail');
      ctx.fillRect(from, area.top, to - from, area.bottom - area.top);
      ctx.restore();
    },
    afterDatasetsDraw(chart, args, options) {
      if (!options.list) return;
      const { ctx, chartArea: area, scales: { x } } = chart;
      ctx.save();
      ctx.strokeStyle = ctx.fillStyle = colour('--bad');
      ctx.font = '600 12px system-ui, sans-serif';
      ctx.textBaseline = 'bottom';
      ctx.setLineDash([4, 3]);
      for (const moment of options.list) {
        const at = x.getPixelForValue(moment.at);
        ctx.beginPath();
        ctx.moveTo(at, area.top);
        ctx.lineTo(at, area.bottom);
        ctx.stroke();
        const width = ctx.measureText(moment.what).width;
        ctx.fillText(moment.what, Math.min(at, area.right - width), area.top - 4);
      }
      ctx.restore();
    },
  };

  const line = (label, data, name) => ({
    label, data, borderColor: colour(name), backgroundColor: colour(name),
    borderWidth: 2, pointRadius: 0, pointHitRadius: 8, tension: 0,
  });

  function datasets(transfer) {
    const program = {
      ...line('program', transfer.program, '--quiet'),
      borderWidth: 1.25, backgroundColor: colour('--area'), fill: 'origin', order: transfer.paths.length,
    };
    // A broken line lies above the whole one before it, so that both show where they are equal.
    const paths = transfer.paths.map((data, i) => ({
      ...line('path ' + i, data, '--path-' + i),
      borderDash: [[], [8, 5], [2, 4]][i % 3], order: transfer.paths.length - 1 - i,
    }));
    return [...paths, program];
  }

  function options(transfer) {
    const text = colour('--quiet');
    const grid = { color: colour('--line'), drawTicks: false };
    return {
      animation: false, responsive: true, maintainAspectRatio: false, normalized: true,
      interaction: { mode: 'index', intersect: false },
      layout: { padding: { top: 18 } },
      scales: {
        x: { type: 'linear', min: 0, max: transfer.seconds, grid: { display: false }, border: { color: grid.color },
          ticks: { color: text, maxRotation: 0 }, title: { display: true, text: 'seconds', color: text } },
        y: { min: 0, max: 1.5 * transfer.most, grid, border: { display: false },
          ticks: { color: text, padding: 8, maxTicksLimit: 6 }, title: { display: true, text: 'Mbit/s', color: text } },
      },
      plugins: {
        moments: { list: transfer.moments },
        legend: { position: 'bottom', labels: { color: colour('--text'), boxWidth: 18, boxHeight: 3,
          sort: (a, b) => a.datasetIndex - b.datasetIndex } },
        tooltip: { callbacks: {
          title: items => items[0].parsed.x.toFixed(1) + ' s',
          label: item => ' ' + item.dataset.label + ': ' + item.parsed.y.toFixed(1) + ' Mbit/s',
        } },
      },
    };
  }

  function draw() {
    charts.splice(0).forEach(chart => chart.destroy());
    for (const [id, transfer] of Object.entries(JSON.parse(document.getElementById('data').textContent))) {
      charts.push(new Chart(document.getElementById(id), {
        type: 'line', data: { datasets: datasets(transfer) }, options: options(transfer), plugins: [moments],
      }));
    }
  }

  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
})();
