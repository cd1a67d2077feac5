/** The page of those who have no way in yet: the day on their own calendar. */
import { onReadersClock } from "./times.js";

onReadersClock();
