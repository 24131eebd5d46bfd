import type { Shown } from './session';

type Beep = { hertz: number; seconds: number; wave: OscillatorType; times: number };

const beeps: Record<Shown, Beep> = {
  shipped: { hertz: 1_320, seconds: 0.12, wave: 'sine', times: 1 },
  ready: { hertz: 880, seconds: 0.08, wave: 'sine', times: 1 },
  duplicate: { hertz: 520, seconds: 0.14, wave: 'triangle', times: 2 },
  held: { hertz: 330, seconds: 0.18, wave: 'square', times: 2 },
  claimed: { hertz: 240, seconds: 0.22, wave: 'sawtooth', times: 3 },
  cancelled: { hertz: 240, seconds: 0.22, wave: 'sawtooth', times: 3 },
  unknownNo: { hertz: 180, seconds: 0.3, wave: 'sawtooth', times: 2 },
  wrongItem: { hertz: 180, seconds: 0.3, wave: 'sawtooth', times: 3 },
  refused: { hertz: 180, seconds: 0.3, wave: 'sawtooth', times: 2 },
  waiting: { hertz: 440, seconds: 0.06, wave: 'sine', times: 1 },
};

const LOUDNESS = 0.2;
const PAUSE_SECONDS = 0.07;

let audio: AudioContext | null = null;

/** A sound of its own for each verdict, made here: nothing has to be loaded first. */
export function beep(shown: Shown): void {
  audio ??= new AudioContext();
  const { hertz, seconds, wave, times } = beeps[shown];
  for (let time = 0; time < times; time++) {
    const start = audio.currentTime + time * (seconds + PAUSE_SECONDS);
    const tone = new OscillatorNode(audio, { frequency: hertz, type: wave });
    const volume = new GainNode(audio, { gain: LOUDNESS });
    tone.connect(volume).connect(audio.destination);
    tone.start(start);
    tone.stop(start + seconds);
    tone.onended = () => volume.disconnect();
  }
}

/** Says it; what was being said of an earlier scan is cut off. */
export function say(sentence: string, language: string): void {
  if (!('speechSynthesis' in window)) return;
  window.speechSynthesis.cancel();
  const speech = new SpeechSynthesisUtterance(sentence);
  speech.lang = language;
  speech.rate = 1.2;
  window.speechSynthesis.speak(speech);
}
